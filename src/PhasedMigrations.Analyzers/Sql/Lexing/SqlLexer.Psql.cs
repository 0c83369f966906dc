namespace PhasedMigrations.Sql.Lexing;

internal sealed partial class SqlLexer
{
    private int _copyBlocks;
    private bool _noCopyRowsAhead;

    /// <summary>Announces that the rows of a COPY … FROM STDIN follow on the next line, up to a line with \. alone.</summary>
    public void ExpectCopyRows()
    {
        if (!_noCopyRowsAhead)
            _copyBlocks++;
    }

    /// <summary>A text without the closing line holds no rows: the application sends them.</summary>
    private void SkipCopyRows()
    {
        while (_copyBlocks > 0)
        {
            var end = EndOfCopyRows(_position);
            if (end < 0)
            {
                _noCopyRowsAhead = true;
                _copyBlocks = 0;
                return;
            }

            _position = end;
            _copyBlocks--;
        }
    }

    private int EndOfCopyRows(int lineStart)
    {
        while (lineStart < _end)
        {
            var lineEnd = _text.IndexOf('\n', lineStart, _end - lineStart);
            if (lineEnd < 0)
                lineEnd = _end;
            var length = lineEnd > lineStart && _text[lineEnd - 1] == '\r' ? lineEnd - 1 - lineStart : lineEnd - lineStart;
            if (length == 2 && _text[lineStart] == '\\' && _text[lineStart + 1] == '.')
                return lineEnd;
            lineStart = lineEnd + 1;
        }

        return -1;
    }

    /// <summary>A psql command up to the end of its line or to the separator \\; the command \; is psql's way to write a plain semicolon.</summary>
    private SqlToken Backslash(int start)
    {
        if (start + 1 < _end && _text[start + 1] == ';')
            return Take(SqlTokenKind.Semicolon, start + 2);

        var lineEnd = EndOfLine(start);
        var separator = _text.IndexOf("\\\\", start + 1, lineEnd - (start + 1), StringComparison.Ordinal);
        return Take(SqlTokenKind.MetaCommand, separator < 0 ? lineEnd : separator + 2);
    }
}
