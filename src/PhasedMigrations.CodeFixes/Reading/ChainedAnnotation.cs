using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PhasedMigrations.Readers;

namespace PhasedMigrations.CodeFixes.Reading;

/// <summary>One <c>.Annotation(name, value)</c> or <c>.OldAnnotation(name, value)</c> after a MigrationBuilder call.</summary>
/// <param name="Name">Null when the name is not a constant.</param>
internal sealed record ChainedAnnotation(string? Name, bool IsOld, ExpressionSyntax Expression, ITypeSymbol? Type, Constant Value);
