using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PhasedMigrations.Readers.SqlFiles;

namespace PhasedMigrations.Readers.FluentMigrator;

/// <summary>
/// FluentMigrator's migrations: classes that carry its attribute. A maintenance class is one too, and runs every time; a profile
/// fills an environment that somebody asks for by name, and is not read.
/// </summary>
internal sealed class FluentMigratorFrontEnd(FluentMigratorTypes types, FluentSql sql, RunnerDatabases databases) : FrontEnd
{
    public static FluentMigratorFrontEnd? Find(Compilation compilation, NamedScripts? scripts = null) =>
        FluentMigratorTypes.Find(compilation) is { } types
            ? new FluentMigratorFrontEnd(types, FluentSql.In(compilation, scripts ?? NamedScripts.None), new RunnerDatabases(compilation))
            : null;

    /// <summary>No other script has its name, whatever the folder.</summary>
    public bool IsOnlyOneNamed(AdditionalText file) => sql.Scripts.AtPath(Path.GetFileName(file.Path)) == file;

    public override bool MayDeclare(ClassDeclarationSyntax type) =>
        type.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => IsWrittenLikeOurs(attribute.Name));

    public override Migration? MigrationOf(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        !type.IsAbstract && types.IsMigration(type) && MigrationVersion.Of(type, types) is { } version
            ? new FluentMigration(type, version, types, sql, databases, cancellationToken)
            : null;

    /// <summary><c>Migration</c>, <c>TimestampedMigration</c>, <c>Maintenance</c>, or an attribute that a project derives from them.</summary>
    private static bool IsWrittenLikeOurs(NameSyntax name)
    {
        var simple = name switch
        {
            QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
            AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
            SimpleNameSyntax plain => plain.Identifier.ValueText,
            _ => "",
        };
        return simple.IndexOf("Migration", StringComparison.Ordinal) >= 0 || simple.StartsWith("Maintenance", StringComparison.Ordinal);
    }
}
