using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>The words that name a kind of object after CREATE, ALTER, DROP and COMMENT ON.</summary>
internal static class ObjectKinds
{
    public static ObjectKind? Read(TokenCursor cursor)
    {
        var (kind, words) = Find(cursor);
        cursor.Position += words;
        return words > 0 ? kind : null;
    }

    private static (ObjectKind Kind, int Words) Find(TokenCursor cursor)
    {
        var next = cursor.Peek(1).Keyword;
        return cursor.Keyword switch
        {
            Keyword.Table => (ObjectKind.Table, 1),
            Keyword.Index => (ObjectKind.Index, 1),
            Keyword.View => (ObjectKind.View, 1),
            Keyword.Materialized when next == Keyword.View => (ObjectKind.MaterializedView, 2),
            Keyword.Sequence => (ObjectKind.Sequence, 1),
            Keyword.Foreign when next == Keyword.Table => (ObjectKind.ForeignTable, 2),
            Keyword.Foreign when next == Keyword.Data => (ObjectKind.ForeignDataWrapper, 3),
            Keyword.Column => (ObjectKind.Column, 1),
            Keyword.Constraint => (ObjectKind.Constraint, 1),
            Keyword.Type => (ObjectKind.Type, 1),
            Keyword.Domain => (ObjectKind.Domain, 1),
            Keyword.Schema => (ObjectKind.Schema, 1),
            Keyword.Extension => (ObjectKind.Extension, 1),
            Keyword.Function => (ObjectKind.Function, 1),
            Keyword.Procedure => (ObjectKind.Procedure, 1),
            Keyword.Routine => (ObjectKind.Routine, 1),
            Keyword.Aggregate => (ObjectKind.Aggregate, 1),
            Keyword.Operator when next == Keyword.Class => (ObjectKind.OperatorClass, 2),
            Keyword.Operator when next == Keyword.Family => (ObjectKind.OperatorFamily, 2),
            Keyword.Operator => (ObjectKind.Operator, 1),
            Keyword.Trigger => (ObjectKind.Trigger, 1),
            Keyword.Event when next == Keyword.Trigger => (ObjectKind.EventTrigger, 2),
            Keyword.Policy => (ObjectKind.Policy, 1),
            Keyword.Rule => (ObjectKind.Rule, 1),
            Keyword.Publication => (ObjectKind.Publication, 1),
            Keyword.Subscription => (ObjectKind.Subscription, 1),
            Keyword.Statistics => (ObjectKind.Statistics, 1),
            Keyword.Collation => (ObjectKind.Collation, 1),
            Keyword.Conversion => (ObjectKind.Conversion, 1),
            Keyword.Default when next == Keyword.Conversion => (ObjectKind.Conversion, 2),
            Keyword.Cast => (ObjectKind.Cast, 1),
            Keyword.Transform => (ObjectKind.Transform, 1),
            Keyword.Trusted or Keyword.Procedural when next == Keyword.Language => (ObjectKind.Language, 2),
            Keyword.Trusted when next == Keyword.Procedural => (ObjectKind.Language, 3),
            Keyword.Language => (ObjectKind.Language, 1),
            Keyword.Server => (ObjectKind.Server, 1),
            Keyword.User when next == Keyword.Mapping => (ObjectKind.UserMapping, 2),
            Keyword.User or Keyword.Role or Keyword.Group => (ObjectKind.Role, 1),
            Keyword.Access when next == Keyword.Method => (ObjectKind.AccessMethod, 2),
            Keyword.Text => (ObjectKind.TextSearch, 3), // TEXT SEARCH CONFIGURATION, DICTIONARY, PARSER, TEMPLATE
            Keyword.Database => (ObjectKind.Database, 1),
            Keyword.TableSpace => (ObjectKind.TableSpace, 1),
            Keyword.Large when next == Keyword.Object => (ObjectKind.LargeObject, 2),
            _ => (ObjectKind.Other, 0),
        };
    }
}
