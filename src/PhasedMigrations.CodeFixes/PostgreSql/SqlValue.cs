using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PhasedMigrations.CodeFixes.Reading;
using PhasedMigrations.Readers;

namespace PhasedMigrations.CodeFixes.PostgreSql;

/// <summary>The default of a column as the SQL expression that the Npgsql provider would make of it.</summary>
internal static class SqlValue
{
    private static readonly DateTime Minimum = DateTime.MinValue;

    /// <summary>Null when the value is not written in the source or has no plain SQL form.</summary>
    public static string? OfDefault(BuilderCall call)
    {
        if (call.IsGiven("defaultValueSql"))
            return call.Text("defaultValueSql") is { } sql && !string.IsNullOrWhiteSpace(sql) ? sql : null;
        return call.IsGiven("defaultValue") ? Of(call.Operation("defaultValue"), call.Text("type")) : null;
    }

    private static string? Of(IOperation? value, string? storeType)
    {
        if (ConstantEvaluation.Empty.Evaluate(value) is { IsKnown: true, Value: not System.Collections.ICollection and var constant })
            return OfConstant(constant);

        return value switch
        {
            IObjectCreationOperation { Type.Name: "Guid", Arguments: [var text] } => OfGuid(Constant(text)),
            IObjectCreationOperation { Type.Name: "DateTime" } creation => OfDateTime(creation, storeType),
            IObjectCreationOperation { Type.Name: "DateOnly", Arguments: [var year, var month, var day] } =>
                Constant(year) is 1 && Constant(month) is 1 && Constant(day) is 1
                    ? "DATE '-infinity'"
                    : Format("DATE '{0:0000}-{1:00}-{2:00}'", year, month, day),
            IObjectCreationOperation { Type.Name: "TimeOnly", Arguments: [var hour, var minute, var second] } =>
                Format("TIME '{0:00}:{1:00}:{2:00}'", hour, minute, second),
            IArrayCreationOperation { DimensionSizes: [{ ConstantValue: { HasValue: true, Value: 0 } }], Type: IArrayTypeSymbol array } =>
                array.ElementType.SpecialType == SpecialType.System_Byte ? @"'\x'" : "'{}'",
            _ => null,
        };
    }

    private static string? OfConstant(object? value) => value switch
    {
        string text => SqlText.Literal(text),
        bool flag => flag ? "TRUE" : "FALSE",
        char character and not '\0' => SqlText.Literal(character.ToString()),
        float number when !float.IsNaN(number) && !float.IsInfinity(number) => number.ToString("R", CultureInfo.InvariantCulture),
        double number when !double.IsNaN(number) && !double.IsInfinity(number) => number.ToString("R", CultureInfo.InvariantCulture),
        decimal or int or long or short or sbyte or byte or uint or ushort or ulong => Convert.ToString(value, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string? OfGuid(object? text) =>
        text is string written && Guid.TryParse(written, out var guid) ? SqlText.Literal(guid.ToString("D")) : null;

    /// <summary>Only what means the same instant in every session: a UTC value for timestamptz, no kind for a plain timestamp.</summary>
    private static string? OfDateTime(IObjectCreationOperation creation, string? storeType)
    {
        var parts = creation.Arguments.Where(argument => argument.Parameter?.Type.SpecialType == SpecialType.System_Int32).ToArray();
        var values = parts.Select(Constant).OfType<int>().ToArray();
        if (values.Length != creation.Arguments.Count(argument => argument.Parameter?.Name != "kind") || values.Length is not (3 or 6 or 7)
            || creation.Arguments.Any(argument => argument.Parameter?.Name == "microsecond"))
            return null;

        var kind = creation.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "kind") is { } written
            ? Constant(written) as int?
            : (int)DateTimeKind.Unspecified;
        DateTime value;
        try
        {
            value = new DateTime(values[0], values[1], values[2]).Add(new TimeSpan(
                0, values.ElementAtOrDefault(3), values.ElementAtOrDefault(4), values.ElementAtOrDefault(5), values.ElementAtOrDefault(6)));
        }
        catch (ArgumentOutOfRangeException)
        {
            return null; // the migration itself would throw
        }

        return (storeType?.Trim().ToLowerInvariant(), kind) switch
        {
            ("timestamp with time zone" or "timestamptz", _) when value == Minimum => "TIMESTAMPTZ '-infinity'",
            ("timestamp without time zone" or "timestamp", _) when value == Minimum => "TIMESTAMP '-infinity'",
            ("timestamp with time zone" or "timestamptz", (int)DateTimeKind.Utc) =>
                string.Format(CultureInfo.InvariantCulture, "TIMESTAMPTZ '{0:yyyy-MM-ddTHH:mm:ss.FFFFFF}Z'", value),
            ("timestamp without time zone" or "timestamp", (int)DateTimeKind.Unspecified or (int)DateTimeKind.Local) =>
                string.Format(CultureInfo.InvariantCulture, "TIMESTAMP '{0:yyyy-MM-ddTHH:mm:ss.FFFFFF}'", value),
            _ => null,
        };
    }

    private static object? Constant(IArgumentOperation argument) => ConstantEvaluation.Empty.Evaluate(argument.Value).Value;

    private static string? Format(string format, params IArgumentOperation[] arguments)
    {
        var values = arguments.Select(Constant).ToArray();
        return values.All(value => value is int) ? string.Format(CultureInfo.InvariantCulture, format, values) : null;
    }
}
