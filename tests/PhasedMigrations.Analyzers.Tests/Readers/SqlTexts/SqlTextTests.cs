using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.Readers;
using PhasedMigrations.Sql;

namespace PhasedMigrations.Analyzers.Tests.Readers.SqlTexts;

public sealed class SqlTextTests
{
    [Fact]
    public void File_IsFoundByLineAndColumn()
    {
        var text = SqlText.OfFile("/db/V1.sql", SourceText.From("SELECT 1;\n  DROP TABLE t;\n"));

        var location = text.LocationOf(new SqlSpan(text.Text.IndexOf("DROP", StringComparison.Ordinal), "DROP TABLE t".Length));

        Assert.Equal("/db/V1.sql", location.GetLineSpan().Path);
        Assert.Equal(new LinePositionSpan(new LinePosition(1, 2), new LinePosition(1, 14)), location.GetLineSpan().Span);
    }

    [Theory]
    [InlineData(0, 500)]
    [InlineData(400, 10)]
    public void File_SpanBeyondTheEndIsCut(int start, int length)
    {
        var text = SqlText.OfFile("/db/V1.sql", SourceText.From("SELECT 1;"));

        Assert.Equal(9, text.LocationOf(new SqlSpan(start, length)).SourceSpan.End);
    }

    [Fact]
    public void ReplacedText_KeepsItsPlaces()
    {
        var text = SqlText.OfFile("/db/V1.sql", SourceText.From("DROP TABLE $schema$.t"));

        var replaced = text.With("DROP TABLE {schema}.t");

        Assert.Equal("DROP TABLE {schema}.t", replaced.Text);
        Assert.Equal(text.LocationOf(new SqlSpan(5, 5)), replaced.LocationOf(new SqlSpan(5, 5)));
        Assert.Same(text, text.With(text.Text));
    }
}
