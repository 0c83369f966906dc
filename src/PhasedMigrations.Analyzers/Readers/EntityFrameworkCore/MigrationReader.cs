using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace PhasedMigrations.Readers.EntityFrameworkCore;

/// <summary>Reads the calls of the MigrationBuilder and of helper methods that take it.</summary>
internal sealed class MigrationReader : CodeReader
{
    private readonly EntityFrameworkCoreTypes _types;
    private readonly UnitBuilder _unit = new(UnitKind.EntityFrameworkCore, TransactionOrigin.Migration);

    private MigrationReader(EntityFrameworkCoreTypes types, ReadingSession session)
        : base(session) => _types = types;

    /// <param name="operationOf">Binds a declaration of the same compilation, in whatever file it stands.</param>
    /// <param name="migration">The class whose Up or Down this is: virtual members are followed to its overrides.</param>
    public static MigrationUnit Read(
        IOperation body,
        EntityFrameworkCoreTypes types,
        Func<SyntaxNode, IOperation?> operationOf,
        INamedTypeSymbol? migration,
        CancellationToken cancellationToken)
    {
        var session = new ReadingSession(
            operationOf, operation => ActiveProvider.Answer(operation, types), migration, cancellationToken);
        var reader = new MigrationReader(types, session);
        reader.Visit(body, ConstantEvaluation.In(session));
        return reader._unit.ToUnit();
    }

    protected override void VisitInvocation(IInvocationOperation call, ConstantEvaluation evaluation)
    {
        var annotations = Annotations.Of(call, _types, Session, evaluation);
        var annotated = annotations.Annotated;
        var written = new BoundCall(annotated, annotations.Values, evaluation);
        if (_types.IsMigrationBuilder(annotated.TargetMethod.ContainingType))
        {
            MigrationCallReader.Add(written, _unit);
            return;
        }

        base.VisitInvocation(annotated, evaluation);
        if (_types.IsPhasedMigrationBuilder(annotated.TargetMethod.ContainingType) && PhasedCallReader.Read(written) is { } step)
            _unit.Add(step, written.Location);
    }

    protected override bool IsFollowed(IInvocationOperation call) =>
        call.TargetMethod is { IsStatic: false, ContainingType: { } type }
        && (_types.IsMigration(type) || _types.HoldsMigrationBuilder(type));

    protected override bool LeadsToSchema(ITypeSymbol? type) => _types.IsMigrationBuilder(type);
}
