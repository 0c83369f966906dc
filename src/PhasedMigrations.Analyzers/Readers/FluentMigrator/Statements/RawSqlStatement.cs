using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Readers.FluentMigrator.Statements;

/// <summary><c>Execute.Sql</c>. The text is null when it cannot be computed.</summary>
internal sealed class RawSqlStatement(Location location, SqlText? sql) : Statement(location)
{
    public override object Identity => sql?.Text ?? "";

    public override void AddTo(UnitBuilder unit)
    {
        if (sql is null)
            unit.AddNotAnalysed(Location);
        else
            unit.AddSql(sql.With(ScriptTokens.Replace(sql.Text)), SqlDelivery.Command);
    }
}
