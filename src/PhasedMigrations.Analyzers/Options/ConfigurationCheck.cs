using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PhasedMigrations.Rules;

namespace PhasedMigrations.Options;

/// <summary>Keys and values that mean nothing: each is reported once in a compilation, whichever files it reaches.</summary>
internal sealed class ConfigurationCheck
{
    private readonly ConcurrentDictionary<(string Key, string Value), string> _mistakes = new();

    public AnalysisOptions OptionsOf(SemanticModelAnalysisContext context)
    {
        var tree = context.SemanticModel.SyntaxTree;
        var settings = context.Options.AnalyzerConfigOptionsProvider.GetOptions(tree);
        Look(settings);
        return AnalysisOptions.From(settings) with { Rules = RuleSettings.Of(settings, context.SemanticModel.Compilation.Options, tree) };
    }

    public void Look(AnalyzerConfigOptions options)
    {
        foreach (var key in KeysOf(options))
        {
            if (key.StartsWith(OptionKeys.Prefix, StringComparison.OrdinalIgnoreCase)
                && options.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value)
                && MistakeIn(key.Substring(OptionKeys.Prefix.Length), value.Trim()) is { } mistake)
                _mistakes.TryAdd((key, value.Trim()), mistake);
        }
    }

    public void Report(CompilationAnalysisContext context)
    {
        foreach (var mistake in _mistakes.OrderBy(mistake => mistake.Key.Key, StringComparer.Ordinal).ThenBy(mistake => mistake.Key.Value, StringComparer.Ordinal))
        {
            var (key, value) = mistake.Key;
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.InvalidConfiguration, Location.None, $"{key} = {value}", mistake.Value));
        }
    }

    private static string? MistakeIn(string name, string value)
    {
        var definition = DefinitionOf(name);
        if (definition is null)
            return "there is no such key";
        return definition.IsValid(value) ? null : $"the key takes {definition.Accepts.Replace("`", "")}";
    }

    private static OptionDefinition? DefinitionOf(string name)
    {
        var dot = name.IndexOf('.');
        if (dot < 0)
            return Find(OptionDefinitions.All, name);
        return Catalog.ById.ContainsKey(name.Substring(0, dot))
            ? Find(OptionDefinitions.OfEachRule, name.Substring(dot + 1))
            : null;
    }

    private static OptionDefinition? Find(IReadOnlyList<OptionDefinition> definitions, string name) =>
        definitions.FirstOrDefault(definition => string.Equals(definition.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A host that cannot list its keys, for which Roslyn's own class throws, is asked for those that exist.</summary>
    private static IEnumerable<string> KeysOf(AnalyzerConfigOptions options)
    {
        try
        {
            return options.Keys;
        }
        catch (NotImplementedException)
        {
            return OptionDefinitions.All.Select(definition => definition.Key);
        }
    }
}
