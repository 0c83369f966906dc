using PhasedMigrations.Testing.Consumers;

namespace PhasedMigrations.Testing.Hosts;

/// <summary>Runs a program that has to succeed.</summary>
internal static class Command
{
    /// <returns>Its standard output.</returns>
    /// <exception cref="InvalidOperationException">It is missing, or ended with an error; the message holds what it said.</exception>
    public static async Task<string> RunAsync(
        IReadOnlyList<string> command, CancellationToken cancellationToken, string? withoutVariable = null)
    {
        var environment = withoutVariable is null ? null : new Dictionary<string, string?> { [withoutVariable] = null };
        var result = await Programs
            .RunAsync(Environment.CurrentDirectory, command[0], [.. command.Skip(1)], environment, cancellationToken)
            .ConfigureAwait(false);
        return result.EnsureSuccess().Output;
    }
}
