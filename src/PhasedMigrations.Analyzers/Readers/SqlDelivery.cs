namespace PhasedMigrations.Readers;

/// <summary>How a piece of SQL reaches the server.</summary>
internal enum SqlDelivery
{
    /// <summary>As one command text, in the transaction that is open; the server opens one for several statements where none is.</summary>
    Command,

    /// <summary>As one command text after the front end has committed what came before.</summary>
    SuppressedCommand,

    /// <summary>Statement by statement, as psql sends a file.</summary>
    Statements,
}
