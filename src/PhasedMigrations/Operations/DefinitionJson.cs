using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PhasedMigrations.Operations;

/// <summary>The stored form of a definition.</summary>
internal static class DefinitionJson
{
    // The relaxed encoder keeps quotes and non-ASCII text readable for whoever reads the migration script; the text goes into SQL, never HTML.
    private static readonly DefinitionJsonContext Context = new(new JsonSerializerOptions(DefinitionJsonContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Write(PhasedDefinition definition) => JsonSerializer.Serialize(definition, Context.PhasedDefinition);

    /// <exception cref="InvalidDefinitionException">The text is not a definition this version understands.</exception>
    public static PhasedDefinition Read(string name, string json)
    {
        RefuseNewerFormat(name, json);
        try
        {
            return JsonSerializer.Deserialize(json, Context.PhasedDefinition) ?? throw new JsonException("The definition is null.");
        }
        catch (JsonException e)
        {
            throw NotUnderstood(name, e.Message, e);
        }
        catch (NotSupportedException e)
        {
            throw NotUnderstood(name, e.Message, e);
        }
    }

    private static void RefuseNewerFormat(string name, string json)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("formatVersion", out var version)
            || !version.TryGetInt32(out var number))
            throw NotUnderstood(name, "It has no formatVersion.", null);
        if (number > PhasedDefinition.CurrentFormatVersion)
            throw NotUnderstood(name, $"It has format version {number}; this version reads up to {PhasedDefinition.CurrentFormatVersion}.", null);
    }

    private static InvalidDefinitionException NotUnderstood(string name, string reason, Exception? inner) => new(
        $"The definition of phased migration '{name}' was stored by another version and cannot be read: {reason} "
        + "Run it with the version of PhasedMigrations that registered it, or a newer one.",
        inner);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true,
    // jsonb does not keep the order of members, so the discriminator is rarely the first one when it comes back.
    AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(PhasedDefinition))]
internal sealed partial class DefinitionJsonContext : JsonSerializerContext;
