using System.Text.Json;
using System.Text.Json.Serialization;

namespace PhasedMigrations.Control;

/// <summary>The column phased.migrations.pace: <c>{"pace": "gentle", "pauseRatio": 0.5, "workers": 2}</c>, without what is not set.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(CamelCaseName)])]
[JsonSerializable(typeof(PhasedPace))]
internal sealed partial class PaceJson : JsonSerializerContext
{
    public static string Write(PhasedPace pace) => JsonSerializer.Serialize(pace, Default.PhasedPace);

    /// <returns>Null for no pace, and for one that a person wrote by hand and nobody can read: the options count then.</returns>
    public static PhasedPace? Read(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize(text, Default.PhasedPace)?.Validated();
        }
        catch (Exception e) when (e is JsonException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private sealed class CamelCaseName() : JsonStringEnumConverter<BackfillPace>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
}
