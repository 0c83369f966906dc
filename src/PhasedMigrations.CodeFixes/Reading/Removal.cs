using Microsoft.CodeAnalysis.Text;
using PhasedMigrations.CodeFixes.Text;

namespace PhasedMigrations.CodeFixes.Reading;

/// <summary>A call that something is taken out of.</summary>
/// <param name="Left">The changes that leave what it does besides; null when that is nothing, and the call goes.</param>
internal sealed record Removal(BuilderCall Call, IReadOnlyList<TextChange>? Left)
{
    public bool Stays => Left is not null;

    /// <summary>Takes it away, or out of what stays.</summary>
    public void Apply(StatementEdits edits)
    {
        if (Left is null)
            edits.Remove(Call.Statement);
        else
            Change(edits);
    }

    public void Change(StatementEdits edits)
    {
        foreach (var change in Left ?? [])
            edits.Change(change);
    }
}
