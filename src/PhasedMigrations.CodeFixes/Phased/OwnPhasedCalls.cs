using System.Globalization;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PhasedMigrations.CodeFixes.Reading;

namespace PhasedMigrations.CodeFixes.Phased;

/// <summary>
/// The Phased calls that fixes have put into a migration. They have the name of its class, the second and later ones with a number:
/// there is more than one only where a statement between them lets nothing pass.
/// </summary>
internal static class OwnPhasedCalls
{
    /// <summary>The nearest one after the flagged call that its operation can move down to.</summary>
    public static PhasedStatement? FindLater(FlaggedCall flagged, Footprint footprint)
    {
        foreach (var statement in flagged.Up.Statements.SkipWhile(statement => statement != flagged.Call.Statement).Skip(1))
        {
            if (Read(flagged, statement) is { } phased)
                return phased;
            if (!OperationOrder.MayCross(footprint, flagged.Up, statement))
                return null;
        }

        return null;
    }

    /// <summary>The nearest one before the flagged call that can move down to a statement: past the flagged call only if that stays.</summary>
    public static PhasedStatement? FindEarlier(FlaggedCall flagged, StatementSyntax upTo, bool stays)
    {
        var flaggedStatement = flagged.Call.Statement;
        var before = flagged.Up.Statements.TakeWhile(statement => statement != flaggedStatement).ToList();
        var index = before.FindLastIndex(statement => Read(flagged, statement) is not null);
        if (index < 0)
            return null;

        var phased = Read(flagged, before[index])!;
        var crossed = flagged.Up.Statements
            .SkipWhile(statement => statement != phased.Statement)
            .Skip(1)
            .TakeWhile(statement => statement != upTo)
            .Where(statement => statement != flaggedStatement)
            .Concat(stays ? [flaggedStatement] : []);
        return crossed.All(statement => phased.Footprints.All(operation => OperationOrder.MayCross(operation, flagged.Up, statement)))
            ? phased
            : null;
    }

    public static string FreeName(FlaggedCall flagged)
    {
        var own = flagged.Class.Identifier.ValueText;
        var taken = flagged.Up.Statements.Select(statement => PhasedStatement.NameOf(statement, flagged.Model)).ToArray();
        var name = own;
        for (var number = 2; taken.Contains(name); number++)
            name = own + number.ToString(CultureInfo.InvariantCulture);
        return name;
    }

    /// <summary>The name that was given first, and the other.</summary>
    public static (string First, string Second) InOrder(string one, string other) =>
        (one.Length, one).CompareTo((other.Length, other)) < 0 ? (one, other) : (other, one);

    private static PhasedStatement? Read(FlaggedCall flagged, StatementSyntax statement) =>
        PhasedStatement.Read(statement, flagged.Up.BuilderName, flagged.Model) is { } phased
        && IsOwnName(flagged, phased.Name)
        && flagged.Layout.StandsAlone(statement)
            ? phased
            : null;

    private static bool IsOwnName(FlaggedCall flagged, string name)
    {
        var own = flagged.Class.Identifier.ValueText;
        return name.StartsWith(own, StringComparison.Ordinal) && name.Substring(own.Length).All(char.IsDigit);
    }
}
