using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Readers.Incremental;

/// <summary>
/// What the migrations of a file do, for as long as the file and everything it depends on stay as they are. In an IDE one analyzer
/// sees a new compilation at every key press; the trees of the files that nobody edits are the same objects in all of them.
/// </summary>
internal sealed class UnitCache
{
    private readonly ConditionalWeakTable<SyntaxTree, ConcurrentDictionary<string, Entry>> _files = new();
    private int _reads;

    /// <summary>How many units were really read.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <param name="terms">Of the compilation that the migration stands in.</param>
    public MigrationUnit UnitOf(Migration migration, Lazy<CompilationTerms> terms, Func<MigrationUnit> read, CancellationToken cancellationToken)
    {
        // A unit that is put together from several files is read anew in every compilation.
        if (!migration.DependsOnItsCodeAlone
            || migration.OwnParts.ToList() is not [var part]
            || migration.MethodThatRuns("Up")?.SyntaxTree != part.SyntaxTree)
            return Read(read);

        var file = _files.GetOrCreateValue(part.SyntaxTree);
        var key = migration.Symbol.ToDisplayString();
        if (file.TryGetValue(key, out var known) && known.Terms.AreEqual(terms.Value))
        {
            var names = known.Names ?? MentionedNames.In(part, cancellationToken);
            if (known.Terms.LeaveAlone(names) && terms.Value.LeaveAlone(names))
            {
                file[key] = new Entry(known.Unit, terms.Value, names);
                return known.Unit;
            }
        }

        var unit = Read(read);
        file[key] = new Entry(unit, terms.Value, known?.Names);
        return unit;
    }

    private MigrationUnit Read(Func<MigrationUnit> read)
    {
        Interlocked.Increment(ref _reads);
        return read();
    }

    /// <param name="Terms">Of the compilation for which the unit was last found right.</param>
    /// <param name="Names">Null until somebody asks for the unit again: a build on the command line never does.</param>
    private sealed record Entry(MigrationUnit Unit, CompilationTerms Terms, MentionedNames? Names);
}
