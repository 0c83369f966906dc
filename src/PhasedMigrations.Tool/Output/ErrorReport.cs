using System.Text.Json;
using PhasedMigrations.Tool.Connections;

namespace PhasedMigrations.Tool.Output;

/// <summary>An error as one sentence on standard error; with <c>--json</c> also as the closing object on standard output.</summary>
internal sealed class ErrorReport(Secrets secrets, bool json)
{
    public void Write(string message, int exitCode, Exception? details = null)
    {
        message = secrets.Mask(message);
        Console.Error.WriteLine($"phased: {message}");
        if (details is not null)
            Console.Error.WriteLine(secrets.Mask(details.ToString()));
        if (json)
            Console.Out.WriteLine(JsonSerializer.Serialize(new ErrorObject(message, exitCode), OutputJson.Readable.ErrorObject));
    }
}
