using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PhasedMigrations.History;

namespace PhasedMigrations.Readers.EntityFrameworkCore.Models;

/// <summary>The models of Designer files, each read when somebody asks. What is read by syntax alone holds as long as the file does.</summary>
internal sealed class ModelFiles
{
    private readonly ConditionalWeakTable<SyntaxTree, Schema> _schemas = new();

    public Schema SchemaOf(TypeDeclarationSyntax type, CancellationToken cancellationToken) =>
        _schemas.GetValue(type.SyntaxTree, _ => ModelFile.Read(type, cancellationToken));
}
