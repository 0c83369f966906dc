namespace PhasedMigrations;

/// <summary>Whether a transaction may break a foreign key for a while, as long as it holds when the transaction commits.</summary>
public enum ForeignKeyDeferral
{
    /// <summary>Checked at the end of every statement. PostgreSQL's default.</summary>
    NotDeferrable,

    /// <summary><c>DEFERRABLE INITIALLY IMMEDIATE</c>: as above, until a transaction says <c>SET CONSTRAINTS … DEFERRED</c>.</summary>
    Deferrable,

    /// <summary><c>DEFERRABLE INITIALLY DEFERRED</c>: checked at commit, unless a transaction says <c>SET CONSTRAINTS … IMMEDIATE</c>.</summary>
    InitiallyDeferred,
}
