using PhasedMigrations.CodeFixes.Reading;

namespace PhasedMigrations.CodeFixes.Phased;

/// <summary>Carries the arguments of an EF Core call over to a phased operation; what was written as an expression stays that expression.</summary>
internal sealed class OperationArguments(BuilderCall call)
{
    private readonly List<(string Name, string Value)> _arguments = [];

    public IReadOnlyList<(string Name, string Value)> Written => _arguments;

    /// <summary>Nothing is written for an argument that was left out or null: both builders mean the same by it.</summary>
    public OperationArguments Carry(string parameter, string? name = null)
    {
        if (call.IsGiven(parameter))
            _arguments.Add((name ?? parameter, call.Argument(parameter)!.Expression.ToString()));
        return this;
    }

    public OperationArguments Add(string name, string? source)
    {
        if (source is not null)
            _arguments.Add((name, source));
        return this;
    }
}
