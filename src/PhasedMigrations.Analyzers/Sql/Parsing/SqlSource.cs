namespace PhasedMigrations.Sql.Parsing;

/// <summary>A text and how its places relate to the text that the user wrote.</summary>
/// <param name="Literal">
/// The literal of the user's text that this text was decoded from: every place in it is reported there. Null when this is the
/// user's text itself.
/// </param>
internal readonly record struct SqlSource(string Text, SqlSpan? Literal)
{
    public SqlSpan Locate(int start, int end) => Literal ?? SqlSpan.FromBounds(start, end);
}
