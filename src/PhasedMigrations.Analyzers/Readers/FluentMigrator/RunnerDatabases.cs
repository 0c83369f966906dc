using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace PhasedMigrations.Readers.FluentMigrator;

/// <summary>
/// Whether a compilation's migrations run on PostgreSQL. FluentMigrator is made to run one migration on several databases, so only
/// evidence against PostgreSQL silences: tags that name other databases alone, runner packages of other databases alone, or,
/// where the package of all runners is referred to, set-up code that adds other databases alone.
/// </summary>
internal sealed class RunnerDatabases(Compilation compilation)
{
    private const string PackagePrefix = "FluentMigrator.Runner.";
    private const int PieceLength = 16 * 1024;

    private static readonly string[] Names =
        ["postgres", "sqlserver", "mssql", "mysql", "mariadb", "sqlite", "oracle", "firebird", "db2", "hana", "redshift", "snowflake"];

    /// <summary>Calls on the runner's builder that add another database than PostgreSQL.</summary>
    private static readonly string[] OtherRunners =
        [".AddSqlServer", ".AddMySql", ".AddSQLite", ".AddOracle", ".AddFirebird", ".AddDb2", ".AddHana", ".AddRedshift", ".AddSnowflake"];

    private readonly object _scanning = new();
    private bool? _isPostgreSql;

    public bool ArePostgreSql(IEnumerable<string> tags, CancellationToken cancellationToken)
    {
        var named = tags.Where(tag => Names.Any(name => StartsWith(tag, name))).ToList();
        return named.Count > 0 ? named.Any(tag => StartsWith(tag, "postgres")) : IsPostgreSql(cancellationToken);
    }

    private bool IsPostgreSql(CancellationToken cancellationToken)
    {
        lock (_scanning)
            return _isPostgreSql ??= Decide(cancellationToken);
    }

    private bool Decide(CancellationToken cancellationToken)
    {
        var referenced = compilation.ReferencedAssemblyNames.Select(assembly => assembly.Name).ToList();
        var runners = referenced
            .Where(name => name.StartsWith(PackagePrefix, StringComparison.Ordinal) && name != PackagePrefix + "Core")
            .ToList();
        if (runners.Count == 0)
            return true;
        if (!runners.Contains(PackagePrefix + "Postgres"))
            return referenced.Contains("Npgsql");
        return runners.Count == 1 || !AddsOtherDatabasesAlone(cancellationToken);
    }

    /// <summary>By text: binding the set-up code of an application costs more than the whole analysis.</summary>
    private bool AddsOtherDatabasesAlone(CancellationToken cancellationToken)
    {
        var others = false;
        foreach (var tree in compilation.SyntaxTrees.Where(tree => !MigrationFiles.IsModel(tree)))
        {
            var text = tree.GetText(cancellationToken);
            for (var start = 0; start < text.Length; start += PieceLength)
            {
                cancellationToken.ThrowIfCancellationRequested();
                // Pieces overlap, so that no name is cut in two.
                var piece = text.ToString(TextSpan.FromBounds(start, Math.Min(text.Length, start + PieceLength + 32)));
                if (Contains(piece, ".AddPostgres"))
                    return false;
                others = others || OtherRunners.Any(runner => Contains(piece, runner));
            }
        }

        return others;
    }

    private static bool StartsWith(string text, string start) => text.StartsWith(start, StringComparison.OrdinalIgnoreCase);

    private static bool Contains(string text, string part) => text.IndexOf(part, StringComparison.Ordinal) >= 0;
}
