using System.Globalization;
using PhasedMigrations.Tests;

namespace PhasedMigrations.Engine.Tests.Crashes;

/// <summary>Kills the backend that counts a stripe: after its rows, and before its transaction has ended.</summary>
/// <param name="database">Where it is set.</param>
/// <param name="every">Of so many stripes one is killed.</param>
public sealed class LedgerTrap(PhasedDatabase database, int every)
{
    private const int First = 3;

    /// <param name="insideCommit">Whether it waits for COMMIT.</param>
    public Task SetAsync(bool insideCommit) => database.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"""
        CREATE SEQUENCE trapped;
        CREATE FUNCTION trap() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            -- A sequence does not roll back, so the same stripe gets through the next time.
            IF nextval('trapped') % {every} = {First} THEN
                PERFORM pg_terminate_backend(pg_backend_pid());
                PERFORM pg_sleep(60);
            END IF;
            RETURN NULL;
        END $$;
        CREATE {(insideCommit ? "CONSTRAINT TRIGGER trap AFTER UPDATE ON phased.chunks DEFERRABLE INITIALLY DEFERRED" : "TRIGGER trap AFTER UPDATE ON phased.chunks")}
            FOR EACH ROW WHEN (NEW.stripe > OLD.stripe) EXECUTE FUNCTION trap();
        """));

    public async Task<long> KillsAsync() => (await database.ScalarAsync<long>("SELECT last_value FROM trapped") + every - First) / every;
}
