namespace PhasedMigrations.CodeFixes.Reading;

/// <summary>The arguments of AddColumn and AlterColumn that say what a column is.</summary>
internal static class RequiredColumn
{
    /// <summary>Whether the call says something that only EF Core's own operation can express. A store type already holds the facets.</summary>
    public static bool SaysMore(BuilderCall call) =>
        call.IsGiven("computedColumnSql") || call.IsGiven("stored") || call.Value("rowVersion").AsBoolean != false;

    /// <summary>Whether AlterColumn changes anything besides making the column required.</summary>
    public static bool ChangesMoreThanNullability(BuilderCall call) =>
        Pairs.Any(pair => !IsSame(call, pair.Now, pair.Before)) || !AnnotationsAreSame(call);

    private static readonly (string Now, string Before)[] Pairs =
    [
        ("type", "oldType"),
        ("unicode", "oldUnicode"),
        ("maxLength", "oldMaxLength"),
        ("rowVersion", "oldRowVersion"),
        ("defaultValue", "oldDefaultValue"),
        ("defaultValueSql", "oldDefaultValueSql"),
        ("computedColumnSql", "oldComputedColumnSql"),
        ("fixedLength", "oldFixedLength"),
        ("comment", "oldComment"),
        ("collation", "oldCollation"),
        ("precision", "oldPrecision"),
        ("scale", "oldScale"),
        ("stored", "oldStored"),
    ];

    private static bool IsSame(BuilderCall call, string now, string before)
    {
        var (value, old) = (call.Value(now), call.Value(before));
        if (value.IsKnown && old.IsKnown)
            return Equals(value.Value, old.Value);
        return call.Argument(now) is { } written && call.Argument(before) is { } oldWritten
            && written.Expression.ToString() == oldWritten.Expression.ToString();
    }

    private static bool AnnotationsAreSame(BuilderCall call)
    {
        var now = call.Annotations.Where(annotation => !annotation.IsOld).Select(Key).OrderBy(key => key, StringComparer.Ordinal);
        var before = call.Annotations.Where(annotation => annotation.IsOld).Select(Key).OrderBy(key => key, StringComparer.Ordinal);
        return now.SequenceEqual(before, StringComparer.Ordinal);
    }

    private static string Key(ChainedAnnotation annotation) => $"{annotation.Name} = {annotation.Expression}";
}
