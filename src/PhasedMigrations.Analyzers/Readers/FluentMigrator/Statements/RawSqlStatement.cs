using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Readers.FluentMigrator.Statements;

/// <summary><c>Execute.Sql</c>. The text is null when it cannot be computed.</summary>
internal sealed class RawSqlStatement(Location location, string? sql) : Statement(location)
{
    public override object Identity => sql ?? "";

    public override void AddTo(UnitBuilder unit)
    {
        if (sql is null)
            unit.AddNotAnalysed(Location);
        else
            unit.AddSql(SqlText.At(sql, Location), SqlDelivery.Command);
    }
}
