using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.Text;

namespace PhasedMigrations.Readers.SqlFiles;

/// <summary>
/// What was read from a text, for as long as somebody holds the text. In an IDE one analyzer sees many compilations, and the texts of
/// files that nobody edits are the same objects in all of them.
/// </summary>
internal sealed class ScriptCache
{
    private readonly ConditionalWeakTable<SourceText, ConcurrentDictionary<Terms, MigrationUnit>> _texts = new();

    public MigrationUnit UnitOf(SourceText text, Terms terms, Func<MigrationUnit> read) =>
        _texts.GetOrCreateValue(text).GetOrAdd(terms, _ => read());

    public IReadOnlyList<MigrationUnit> Readings(SourceText text) => _texts.TryGetValue(text, out var units) ? [.. units.Values] : [];

    /// <summary>What a reading depends on beside the text.</summary>
    /// <param name="IsWrapped">What options and runner say about a transaction around the script.</param>
    internal readonly record struct Terms(string Path, bool WithDown, bool IsWrapped);
}
