using PhasedMigrations.Model;

namespace PhasedMigrations.Readers.SqlFiles;

/// <summary>The tables that some scripts have made.</summary>
internal sealed class MadeTables
{
    private readonly Dictionary<string, List<TableName>> _tables = new(StringComparer.Ordinal);

    public int Count { get; private set; }

    public bool Contains(TableName table) => _tables.TryGetValue(table.Name, out var namesakes) && namesakes.Exists(table.MayBe);

    public void Add(TableName table)
    {
        if (!_tables.TryGetValue(table.Name, out var namesakes))
            _tables.Add(table.Name, namesakes = []);
        if (namesakes.Contains(table))
            return;
        namesakes.Add(table);
        Count++;
    }

    public void Add(MadeTables others)
    {
        foreach (var table in others._tables.Values.SelectMany(namesakes => namesakes))
            Add(table);
    }
}
