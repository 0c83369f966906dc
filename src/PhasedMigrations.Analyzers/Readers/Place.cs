using Microsoft.CodeAnalysis;
using PhasedMigrations.Sql;

namespace PhasedMigrations.Readers;

/// <summary>Where an operation was written. A place in SQL is looked up when something was found there: most operations are harmless.</summary>
internal abstract record Place
{
    public abstract Location Location { get; }

    public static Place At(Location location) => new Known(location);

    public static Place In(SqlText sql, SqlSpan span) => new InSql(sql, span);

    private sealed record Known(Location Written) : Place
    {
        public override Location Location => Written;
    }

    private sealed record InSql(SqlText Sql, SqlSpan Span) : Place
    {
        public override Location Location => Sql.LocationOf(Span);
    }
}
