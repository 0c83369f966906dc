using PhasedMigrations.Sql.Lexing;
using PhasedMigrations.Sql.Statements;

namespace PhasedMigrations.Sql.Parsing;

/// <summary>The actions of ALTER TABLE that change the table as a whole.</summary>
internal static class AlterTableSettingParser
{
    public static AlterTableAction? Read(TokenCursor cursor)
    {
        var start = cursor.Position;
        switch (cursor.Keyword)
        {
            case Keyword.Set:
                cursor.Skip();
                return Set(cursor, start);
            case Keyword.Reset:
                cursor.Skip();
                return cursor.SkipParentheses() ? Setting(cursor, start, TableSetting.StorageParameters) : null;
            case Keyword.Cluster:
                cursor.Skip();
                return cursor.Accept(Keyword.On) && cursor.TryName(out _) ? Setting(cursor, start, TableSetting.ClusterIndex) : null;
            case Keyword.Enable or Keyword.Disable:
                return Switch(cursor, start);
            case Keyword.Inherit:
                cursor.Skip();
                return cursor.TryQualifiedName(out var parent) ? new InheritAction(cursor.SpanFrom(start), parent, IsRemoved: false) : null;
            case Keyword.No when cursor.Accept(Keyword.No, Keyword.Inherit):
                return cursor.TryQualifiedName(out var former) ? new InheritAction(cursor.SpanFrom(start), former, IsRemoved: true) : null;
            case Keyword.No or Keyword.Force when cursor.Peek(1).Keyword is Keyword.Force or Keyword.Row:
                cursor.Accept(Keyword.No);
                cursor.Accept(Keyword.Force);
                return AcceptRowSecurity(cursor) ? Setting(cursor, start, TableSetting.RowSecurityForce) : null;
            case Keyword.No or Keyword.Depends:
                cursor.Accept(Keyword.No);
                return cursor.Accept(Keyword.Depends, Keyword.On, Keyword.Extension) && cursor.TryName(out _)
                    ? Setting(cursor, start, TableSetting.DependsOnExtension)
                    : null;
            case Keyword.Of:
                cursor.Skip();
                return cursor.TryQualifiedName(out _) ? Setting(cursor, start, TableSetting.OfType) : null;
            case Keyword.Not when cursor.Accept(Keyword.Not, Keyword.Of):
                return Setting(cursor, start, TableSetting.OfType);
            case Keyword.Owner when cursor.Accept(Keyword.Owner, Keyword.To):
                return cursor.TryLabel(out _) ? Setting(cursor, start, TableSetting.Owner) : null;
            case Keyword.Replica when cursor.Accept(Keyword.Replica, Keyword.Identity):
                return AcceptReplicaIdentity(cursor) ? Setting(cursor, start, TableSetting.ReplicaIdentity) : null;
            case Keyword.Options:
                cursor.Skip();
                return cursor.SkipParentheses() ? Setting(cursor, start, TableSetting.ForeignOptions) : null;
            default:
                return null;
        }
    }

    private static AlterTableAction? Set(TokenCursor cursor, int start)
    {
        if (cursor.SkipParentheses())
            return Setting(cursor, start, TableSetting.StorageParameters);
        if (cursor.Accept(Keyword.Logged))
            return new SetLoggedAction(cursor.SpanFrom(start), IsLogged: true);
        if (cursor.Accept(Keyword.Unlogged))
            return new SetLoggedAction(cursor.SpanFrom(start), IsLogged: false);
        if (cursor.Accept(Keyword.Without, Keyword.Cluster))
            return Setting(cursor, start, TableSetting.ClusterIndex);
        if (cursor.Accept(Keyword.Without, Keyword.Oids))
            return Setting(cursor, start, TableSetting.WithoutOids);

        string? name;
        if (cursor.Accept(Keyword.Schema))
            return cursor.TryName(out name) ? new SetSchemaAction(cursor.SpanFrom(start), name) : null;
        if (cursor.Accept(Keyword.TableSpace))
        {
            if (!cursor.TryName(out name))
                return null;
            cursor.Accept(Keyword.NoWait);
            return new SetTableSpaceAction(cursor.SpanFrom(start), name);
        }

        return cursor.Accept(Keyword.Access, Keyword.Method) && cursor.TryLabel(out name)
            ? new SetAccessMethodAction(cursor.SpanFrom(start), name)
            : null;
    }

    /// <summary>ENABLE or DISABLE [ALWAYS | REPLICA] TRIGGER, RULE, ROW LEVEL SECURITY.</summary>
    private static SwitchAction? Switch(TokenCursor cursor, int start)
    {
        var isEnabled = cursor.Is(Keyword.Enable);
        cursor.Skip();
        if (!cursor.Accept(Keyword.Always))
            cursor.Accept(Keyword.Replica);
        if (cursor.Accept(Keyword.Trigger))
            return cursor.TryLabel(out _) ? new SwitchAction(cursor.SpanFrom(start), ObjectKind.Trigger, isEnabled) : null;
        if (cursor.Accept(Keyword.Rule))
            return cursor.TryName(out _) ? new SwitchAction(cursor.SpanFrom(start), ObjectKind.Rule, isEnabled) : null;
        return AcceptRowSecurity(cursor) ? new SwitchAction(cursor.SpanFrom(start), ObjectKind.Policy, isEnabled) : null;
    }

    private static bool AcceptRowSecurity(TokenCursor cursor) => cursor.Accept(Keyword.Row, Keyword.Level, Keyword.Security);

    private static bool AcceptReplicaIdentity(TokenCursor cursor)
    {
        if (cursor.Accept(Keyword.Using, Keyword.Index))
            return cursor.TryName(out _);
        return cursor.Accept(Keyword.Full) || cursor.Accept(Keyword.Nothing) || cursor.Accept(Keyword.Default);
    }

    private static TableSettingAction Setting(TokenCursor cursor, int start, TableSetting setting) => new(cursor.SpanFrom(start), setting);
}
