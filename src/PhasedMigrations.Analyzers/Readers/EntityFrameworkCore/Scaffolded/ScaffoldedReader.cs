using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PhasedMigrations.Readers.EntityFrameworkCore.Scaffolded;

/// <summary>
/// Reads an Up that stands as the scaffolder wrote it, by syntax alone. Binding is nine tenths of what reading a migration costs, and
/// almost every migration is of this shape: calls of the builder, one after the other, with literals for arguments. ScaffoldedReaderTests
/// hold that it yields what binding yields.
/// </summary>
internal static class ScaffoldedReader
{
    /// <summary>Null when something stands in the method that only the compiler understands.</summary>
    public static MigrationUnit? Read(MethodDeclarationSyntax method, ScaffoldedTypes types)
    {
        if (method is not { Body: { } body, ParameterList.Parameters: [{ Type: IdentifierNameSyntax { Identifier.ValueText: "MigrationBuilder" }, Identifier.ValueText: var builder }] })
            return null;

        var reading = new ScaffoldedReading(types);
        var unit = new UnitBuilder(UnitKind.EntityFrameworkCore, TransactionOrigin.Migration);
        foreach (var statement in body.Statements)
        {
            if (statement is not ExpressionStatementSyntax { Expression: var expression }
                || ScaffoldedCall.Of(expression, builder, types.Builder, reading) is not { } call)
                return null;
            MigrationCallReader.Add(call, unit);
            if (reading.IsUnclear)
                return null;
        }

        return unit.ToUnit();
    }
}
