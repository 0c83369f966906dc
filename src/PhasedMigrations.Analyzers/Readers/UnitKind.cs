namespace PhasedMigrations.Readers;

/// <summary>What a unit was written as: it decides how its statements reach the server, and what is worth a word.</summary>
internal enum UnitKind
{
    EntityFrameworkCore,
    FluentMigrator,

    /// <summary>A file of plain SQL.</summary>
    SqlFile,

    /// <summary>A script that C# code hands to a runner such as DbUp.</summary>
    Script,

    /// <summary>SQL of application code, in no migration: a change of rows in it is nobody's migration.</summary>
    Command,
}
