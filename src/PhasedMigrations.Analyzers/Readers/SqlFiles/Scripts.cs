using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using PhasedMigrations.Options;

namespace PhasedMigrations.Readers.SqlFiles;

/// <summary>All .sql files of a compilation, sorted into histories by their paths; what stands in a file is read when somebody asks.</summary>
internal sealed class Scripts
{
    private readonly Dictionary<AdditionalText, Script> _scripts = [];
    private readonly Dictionary<string, ScriptHistory> _histories;

    private Scripts(IReadOnlyList<AdditionalText> files, AnalyzerConfigOptionsProvider options, Compilation compilation, ScriptCache cache)
    {
        var runner = new ScriptRunner(compilation);
        var folder = CommonFolder(files, options);
        foreach (var file in files)
        {
            var settings = options.GetOptions(file);
            var rules = RuleSettings.OfAdditionalFile(settings, compilation.Options);
            _scripts[file] = new Script(file, AnalysisOptions.From(settings) with { Rules = rules }, runner, folder, cache);
        }

        var order = runner.IsDbUp ? ScriptOrder.ByName : ScriptOrder.ByVersion;
        _histories = _scripts.Values
            .GroupBy(script => script.Place.Folder.Root, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => new ScriptHistory(group, order), StringComparer.Ordinal);
    }

    /// <summary>Null where a compilation has none.</summary>
    public static Scripts? Of(Compilation compilation, AnalyzerOptions options, ScriptCache cache)
    {
        var files = options.AdditionalFiles.Where(file => ScriptPlace.IsScript(file.Path)).ToList();
        return files.Count == 0 ? null : new Scripts(files, options.AnalyzerConfigOptionsProvider, compilation, cache);
    }

    public Script? Find(AdditionalText file) => _scripts.TryGetValue(file, out var script) ? script : null;

    public ScriptHistory HistoryOf(Script script) => _histories[script.Place.Folder.Root];

    /// <summary>The project's own folder and what lies beside it can speak of a database; what is above them is not the user's choice of words.</summary>
    private static string CommonFolder(IReadOnlyList<AdditionalText> files, AnalyzerConfigOptionsProvider options)
    {
        if (!options.GlobalOptions.TryGetValue("build_property.projectdir", out var project) || string.IsNullOrEmpty(project))
            return "";

        var common = project.Replace('\\', '/').TrimEnd('/');
        common = common.Substring(0, common.LastIndexOf('/') + 1);
        foreach (var file in files)
        {
            var path = file.Path.Replace('\\', '/');
            while (!path.StartsWith(common, StringComparison.Ordinal))
                common = common.Substring(0, common.TrimEnd('/').LastIndexOf('/') + 1);
        }

        return common;
    }
}
