using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Readers.EntityFrameworkCore.Scaffolded;

/// <summary>The types that scaffolded code names, looked up once for a compilation.</summary>
internal sealed class ScaffoldedTypes
{
    /// <summary>The scaffolder writes it as the value of an annotation.</summary>
    public const string ValueGeneration = "NpgsqlValueGenerationStrategy";

    private readonly Dictionary<string, object?> _valueGenerations;

    private ScaffoldedTypes(INamedTypeSymbol builder, INamedTypeSymbol table, INamedTypeSymbol columns, INamedTypeSymbol? valueGeneration)
    {
        MigrationBuilder = builder;
        Builder = new BuilderMethods(builder);
        Table = new BuilderMethods(table);
        Columns = new BuilderMethods(columns);
        _valueGenerations = valueGeneration?.GetMembers()
            .OfType<IFieldSymbol>()
            .Where(field => field.HasConstantValue)
            .ToDictionary(field => field.Name, field => field.ConstantValue, StringComparer.Ordinal) ?? [];
    }

    public INamedTypeSymbol MigrationBuilder { get; }

    public BuilderMethods Builder { get; }

    /// <summary>What the second lambda of CreateTable is given.</summary>
    public BuilderMethods Table { get; }

    /// <summary>What the first lambda of CreateTable is given.</summary>
    public BuilderMethods Columns { get; }

    public static ScaffoldedTypes? Find(Compilation compilation, INamedTypeSymbol builder) =>
        compilation.GetTypeByMetadataName("Microsoft.EntityFrameworkCore.Migrations.Operations.Builders.CreateTableBuilder`1") is { } table
        && compilation.GetTypeByMetadataName("Microsoft.EntityFrameworkCore.Migrations.Operations.Builders.ColumnsBuilder") is { } columns
            ? new ScaffoldedTypes(
                builder,
                table,
                columns,
                compilation.GetTypeByMetadataName("Npgsql.EntityFrameworkCore.PostgreSQL.Metadata." + ValueGeneration))
            : null;

    public Constant ValueGenerationOf(string member) => _valueGenerations.TryGetValue(member, out var value) ? Constant.Of(value) : Constant.Unknown;
}
