using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Readers.SqlStrings;

/// <summary>The types through which code hands SQL to a database, of the libraries that a compilation refers to.</summary>
internal sealed record SqlStringTypes(
    INamedTypeSymbol? DatabaseFacadeExtensions,
    INamedTypeSymbol? NpgsqlCommand,
    INamedTypeSymbol? NpgsqlBatchCommand,
    INamedTypeSymbol? DbDataSource,
    INamedTypeSymbol? SqlMapper,
    INamedTypeSymbol? CommandDefinition,
    INamedTypeSymbol? Script,
    INamedTypeSymbol? SqlScript,
    INamedTypeSymbol? ScriptExtensions)
{
    public const string DatabaseFacadeExtensionsName = "Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions";
    public const string NpgsqlCommandName = "Npgsql.NpgsqlCommand";
    public const string NpgsqlBatchCommandName = "Npgsql.NpgsqlBatchCommand";
    public const string DbDataSourceName = "System.Data.Common.DbDataSource";
    public const string SqlMapperName = "Dapper.SqlMapper";
    public const string CommandDefinitionName = "Dapper.CommandDefinition";
    public const string ScriptName = "DbUp.Engine.IScript";
    public const string SqlScriptName = "DbUp.Engine.SqlScript";
    public const string ScriptExtensionsName = "StandardExtensions";

    public static SqlStringTypes In(Compilation compilation) => new(
        compilation.GetTypeByMetadataName(DatabaseFacadeExtensionsName),
        compilation.GetTypeByMetadataName(NpgsqlCommandName),
        compilation.GetTypeByMetadataName(NpgsqlBatchCommandName),
        compilation.GetTypeByMetadataName(DbDataSourceName),
        compilation.GetTypeByMetadataName(SqlMapperName),
        compilation.GetTypeByMetadataName(CommandDefinitionName),
        compilation.GetTypeByMetadataName(ScriptName),
        compilation.GetTypeByMetadataName(SqlScriptName),
        compilation.GetTypeByMetadataName(ScriptExtensionsName));
}
