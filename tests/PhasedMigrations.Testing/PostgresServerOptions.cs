namespace PhasedMigrations.Testing;

/// <summary>How a server is started. The default is made for tests: fast, and gone when they end.</summary>
public sealed record PostgresServerOptions
{
    /// <summary>True keeps <c>fsync</c>, <c>full_page_writes</c> and <c>synchronous_commit</c> on: for benchmarks and for tests that kill the server.</summary>
    public bool Durable { get; init; }

    /// <summary>Lines of <c>postgresql.conf</c> that win over the defaults, such as <c>["wal_level"] = "logical"</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    internal IEnumerable<KeyValuePair<string, string>> AllSettings()
    {
        var settings = new Dictionary<string, string>
        {
            ["listen_addresses"] = "127.0.0.1",
            ["max_connections"] = "200",
            ["jit"] = "off",
            ["timezone"] = "UTC",
            ["log_timezone"] = "UTC",
            ["log_line_prefix"] = "%m [%p] %a ",
        };
        if (!Durable)
        {
            settings["fsync"] = "off";
            settings["full_page_writes"] = "off";
            settings["synchronous_commit"] = "off";
        }
        foreach (var (name, value) in Settings) settings[name] = value;
        return settings;
    }
}
