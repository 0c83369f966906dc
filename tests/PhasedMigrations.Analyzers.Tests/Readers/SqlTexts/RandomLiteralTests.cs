using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.Analyzers.Tests.Robustness;

namespace PhasedMigrations.Analyzers.Tests.Readers.SqlTexts;

/// <summary>Literals of every kind with escapes at random places: what is reported is the statement, from its first character to its last.</summary>
public sealed class RandomLiteralTests
{
    private const int LiteralsOfEach = 60;
    private const string Statement = "CREATE INDEX \"i\" ON t (c)";

    private static readonly string[] Before = ["", "SELECT 1; ", "SELECT '\"{}\\😀ä'; ", "\n\n  ", "-- \" } {\n", "/* \u200B\t */\r\n", "SELECT '''';\n    \n\t"];
    private static readonly string[] After = ["", ";", "; SELECT 2", " ; -- }{\"", "\n;\n\n"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Statement_IsFoundExactly(int seed)
    {
        var random = new Random(seed);
        var source = new StringBuilder("using Microsoft.EntityFrameworkCore.Migrations; class A : Migration { static string U() => System.Environment.MachineName; protected override void Up(MigrationBuilder b) {\n");
        var expected = new List<TextSpan>();
        for (var i = 0; i < LiteralsOfEach; i++)
            expected.Add(new LiteralWriter(source, random).Write(Pick(Before, random), Statement, Pick(After, random)));
        source.Append("} }");

        var findings = await AnalyzerRun.OverCompilableAsync(source.ToString());

        Assert.Equal(
            expected.Select(span => source.ToString(span.Start, span.Length)),
            findings.OrderBy(finding => finding.Location.SourceSpan.Start)
                .Select(finding => source.ToString(finding.Location.SourceSpan.Start, finding.Location.SourceSpan.Length)));
        Assert.Equal(expected, findings.Select(finding => finding.Location.SourceSpan).Order());
    }

#pragma warning disable CA5394 // The literals must be the same in each run.
    private static string Pick(string[] texts, Random random) => texts[random.Next(texts.Length)];

    private enum Kind
    {
        Regular,
        Verbatim,
        Raw,
    }

    /// <summary>Writes a call of Sql with a literal of a random kind.</summary>
    private sealed class LiteralWriter(StringBuilder source, Random random)
    {
        private readonly Kind _kind = (Kind)random.Next(3);
        private readonly bool _isInterpolated = random.Next(2) == 0;
        private readonly string _indentation = new(' ', random.Next(6));
        private bool _isLineStart;

        private string Opening => _kind switch
        {
            Kind.Regular => _isInterpolated ? "$\"" : "\"",
            Kind.Verbatim => _isInterpolated ? "$@\"" : "@\"",
            _ => (_isInterpolated ? "$$" : "") + "\"\"\"\n",
        };

        private string Closing => _kind == Kind.Raw ? $"\n{_indentation}\"\"\"" : "\"";

        public TextSpan Write(string before, string statement, string after)
        {
            source.Append("b.Sql(").Append(Opening);
            _isLineStart = _kind == Kind.Raw;
            if (_isInterpolated && random.Next(2) == 0)
                AppendUnknown();
            Append(before);
            Indent();
            var start = source.Length;
            Append(statement);
            var span = TextSpan.FromBounds(start, source.Length);
            Append(after);
            source.Append(Closing).Append(");\n");
            return span;
        }

        /// <summary>A comment with something in it that cannot be computed.</summary>
        private void AppendUnknown()
        {
            Indent();
            source.Append("/* ").Append(_kind == Kind.Raw ? "{{U()}}" : "{U()}").Append(" */ ");
        }

        private void Append(string text)
        {
            foreach (var character in text)
            {
                if (character is not ('\n' or '\r'))
                    Indent();
                source.Append(Written(character));
                _isLineStart = _kind == Kind.Raw && character == '\n';
            }
        }

        private void Indent()
        {
            if (_isLineStart)
                source.Append(_indentation);
            _isLineStart = false;
        }

        private string Written(char character) => character switch
        {
            '{' or '}' when _isInterpolated && _kind != Kind.Raw => new string(character, 2),
            '"' when _kind == Kind.Verbatim => "\"\"",
            _ when _kind == Kind.Regular && !char.IsSurrogate(character) => Escaped(character),
            _ => character.ToString(),
        };

        private string Escaped(char character) => character switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            _ => random.Next(12) switch
            {
                0 => "\\u" + ((int)character).ToString("X4", CultureInfo.InvariantCulture),
                1 => "\\U" + ((int)character).ToString("x8", CultureInfo.InvariantCulture),
                2 => "\\x" + ((int)character).ToString("x4", CultureInfo.InvariantCulture),
                _ => character.ToString(),
            },
        };
    }
#pragma warning restore CA5394
}
