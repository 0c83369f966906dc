namespace PhasedMigrations.Tool.Output;

/// <summary>An event of the history as a line.</summary>
internal static class EventText
{
    public static string Line(PhasedEvent happened) => $"{Words.Moment(happened.At)}  {happened.Migration}  {happened.Kind}: {happened.Message.ReplaceLineEndings(" ")}";
}
