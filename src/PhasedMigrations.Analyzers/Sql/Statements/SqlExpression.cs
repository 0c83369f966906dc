namespace PhasedMigrations.Sql.Statements;

/// <summary>An expression or query as it stands in the text; copied out only when somebody asks for it.</summary>
internal readonly record struct SqlExpression(string Source, int Start, int Length)
{
    public override string ToString() => Source.Substring(Start, Length);
}
