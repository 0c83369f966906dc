using System.Collections.Concurrent;
using PhasedMigrations.History;

namespace PhasedMigrations.Analyzers.Tests.History;

/// <summary>The schema before each unit, whoever asks first, however many ask, and whatever happens to them meanwhile.</summary>
public sealed class TimelineTests
{
    private static readonly string[] Units =
        ["CREATE TABLE t (c int)", "ALTER TABLE t ADD d int", "ALTER TABLE t ALTER d SET NOT NULL", "ALTER TABLE t DROP c", "SELECT 1"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Unit_SeesWhatCameBeforeIt()
    {
        var timeline = new Timeline<string>(Units, (unit, _) => Replay.Read(unit));

        var answers = Units.Select(unit => Summary(timeline.Before(unit, Cancellation)));

        Assert.Equal(["0: Unknown Unknown", "1: No Unknown", "2: No No", "3: No Yes", "4: Unknown Yes"], answers);
        Assert.Same(Schema.Empty, timeline.Before("CREATE TABLE u (c int)", Cancellation));
    }

    [Fact]
    public void ManyThreadsAtOnce_GetOneReplayOfEachPrefix()
    {
        const int Threads = 8;
        using var together = new Barrier(Threads);
        var timeline = new Timeline<string>(Units, (unit, cancellationToken) =>
        {
            // None goes on before all of them have found the prefix missing and read its last unit.
            together.SignalAndWait(cancellationToken);
            return Replay.Read(unit);
        });

        string[] expected = ["0: Unknown Unknown", "1: No Unknown", "2: No No", "3: No Yes", "4: Unknown Yes"];
        foreach (var (unit, summary) in Units.Zip(expected))
        {
            var answers = new Schema[Threads];
            OnThreads(Threads, number => answers[number] = timeline.Before(unit, Cancellation));

            Assert.Equal(summary, Summary(answers[0]));
            Assert.All(answers, answer => Assert.Same(answers[0], answer));
        }

        Assert.Equal(expected, Units.Select(unit => Summary(timeline.Before(unit, Cancellation))));
        Assert.Equal(Units.Length - 1, together.CurrentPhaseNumber);
    }

    [Fact]
    public void UnitThatCannotBeRead_LeavesItsTablesUnknownAndNothingElse()
    {
        var reads = new List<string>();
        var timeline = new Timeline<string>(Units, (unit, _) =>
        {
            reads.Add(unit);
            return unit == Units[1] ? throw new InvalidOperationException("not readable") : Replay.Read(unit);
        });

        Assert.Equal("3: Unknown Yes", Summary(timeline.Before(Units[3], Cancellation)));
        Assert.Equal("2: Unknown Unknown", Summary(timeline.Before(Units[2], Cancellation)));
        Assert.Equal("1: No Unknown", Summary(timeline.Before(Units[1], Cancellation)));
        Assert.Equal(Units.Take(3), reads);
    }

    [Fact]
    public void CancelledRequest_LeavesTheLineToTheNext()
    {
        using var cancelled = new CancellationTokenSource();
        var timeline = new Timeline<string>(Units, (unit, cancellationToken) =>
        {
            if (unit == Units[2])
                cancelled.Cancel();
            cancellationToken.ThrowIfCancellationRequested();
            return Replay.Read(unit);
        });

        Assert.Throws<OperationCanceledException>(() => timeline.Before(Units[4], cancelled.Token));
        Assert.Equal("2: No No", Summary(timeline.Before(Units[2], cancelled.Token)));
        Assert.Equal("4: Unknown Yes", Summary(timeline.Before(Units[4], Cancellation)));
    }

    [Fact]
    public void RequestCancelledWhileAnotherReads_DisturbsNobody()
    {
        using var cancelled = new CancellationTokenSource();
        using var bothRead = new Barrier(2);
        var timeline = new Timeline<string>(Units, (unit, cancellationToken) =>
        {
            if (unit == Units[0])
                bothRead.SignalAndWait(Cancellation);
            if (cancellationToken == cancelled.Token)
            {
                cancelled.Cancel();
                cancellationToken.ThrowIfCancellationRequested();
            }

            return Replay.Read(unit);
        });

        var outcomes = new string[2];
        OnThreads(2, number =>
        {
            try
            {
                outcomes[number] = Summary(timeline.Before(Units[4], number == 0 ? cancelled.Token : Cancellation));
            }
            catch (OperationCanceledException)
            {
                outcomes[number] = "cancelled";
            }
        });

        Assert.Equal(["cancelled", "4: Unknown Yes"], outcomes);
    }

    [Fact]
    public void ModelBefore_IsTheLastModelAndWhatWasDoneSince()
    {
        var timeline = new Timeline<string>(Units, (unit, _) => unit == Units[0] ? throw new InvalidOperationException("not asked for") : Replay.Read(unit));
        var model = Replay.Of("CREATE TABLE t (c int, e int NOT NULL)");

        Schema? ModelOf(string unit, CancellationToken _) => unit == Units[1] ? model : null;

        Assert.Null(timeline.ModelBefore(Units[1], ModelOf, Cancellation));
        Assert.Same(model, timeline.ModelBefore(Units[2], ModelOf, Cancellation));
        Assert.Equal(Answer.Yes, timeline.ModelBefore(Units[3], ModelOf, Cancellation)!.IsRequired(Replay.T, "d"));
        Assert.Equal(Answer.Yes, timeline.ModelBefore(Units[4], ModelOf, Cancellation)!.IsRequired(Replay.T, "e"));
    }

    /// <summary>How many units were replayed, and whether c and d are required.</summary>
    private static string Summary(Schema schema) =>
        $"{schema.Now.Unit}: {schema.IsRequired(Replay.T, "c")} {schema.IsRequired(Replay.T, "d")}";

    /// <summary>Threads of their own: those of the pool may be too few to be in one place together.</summary>
    private static void OnThreads(int count, Action<int> work)
    {
        var failures = new ConcurrentQueue<Exception>();
        var threads = Enumerable.Range(0, count).Select(number => new Thread(() =>
        {
            try
            {
                work(number);
            }
            catch (Exception failure)
            {
                failures.Enqueue(failure);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Empty(failures);
    }
}
