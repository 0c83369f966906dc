using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PhasedMigrations.Tool.Output;

/// <summary>The JSON that programs read. Members are only ever added (docs/cli.md).</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ErrorObject))]
[JsonSerializable(typeof(ProgressObject))]
[JsonSerializable(typeof(SummaryObject))]
[JsonSerializable(typeof(VerificationObject))]
[JsonSerializable(typeof(EventObject))]
[JsonSerializable(typeof(WatchObject))]
[JsonSerializable(typeof(WatchEndObject))]
[JsonSerializable(typeof(SampleObject))]
[JsonSerializable(typeof(TrafficObject))]
[JsonSerializable(typeof(IReadOnlyList<StatusObject>))]
[JsonSerializable(typeof(IReadOnlyList<PlanObject>))]
internal sealed partial class OutputJson : JsonSerializerContext
{
    /// <summary>SQL and names stay readable: the output goes to a terminal or a program, never into HTML.</summary>
    public static OutputJson Readable => field ??= new OutputJson(
        new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
