using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace PhasedMigrations.Readers.FluentMigrator;

/// <summary>When a migration runs, from its attribute.</summary>
/// <param name="Number">Null when an attribute of the project computes it, or when the migration runs every time.</param>
internal readonly record struct MigrationVersion(long? Number)
{
    /// <summary>Null for a class without the attribute: the runner does not see it.</summary>
    public static MigrationVersion? Of(INamedTypeSymbol type, FluentMigratorTypes types)
    {
        if (FluentMigratorTypes.AttributeOf(type, types.MigrationAttribute) is { } migration)
            return new MigrationVersion(NumberOf(migration));
        return FluentMigratorTypes.AttributeOf(type, types.MaintenanceAttribute) is null ? null : new MigrationVersion(Number: null);
    }

    /// <summary><c>phased_migrations.start_after</c> may name more than the number: what follows the digits is a name.</summary>
    public bool IsUpTo(string startAfter)
    {
        var digits = new string(startAfter.TakeWhile(char.IsDigit).ToArray());
        return Number is { } number
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && number <= last;
    }

    private static long? NumberOf(AttributeData attribute)
    {
        var numbers = attribute.ConstructorArguments
            .Where(argument => argument.Kind == TypedConstantKind.Primitive && argument.Value is int or long or ushort or short or uint)
            .Select(argument => Convert.ToInt64(argument.Value, CultureInfo.InvariantCulture))
            .ToImmutableArray();
        return (attribute.AttributeClass?.Name, numbers.Length) switch
        {
            (_, 1) => numbers[0],
            ("TimestampedMigrationAttribute", 5 or 6) => Timestamp(numbers),
            _ => null,
        };
    }

    /// <summary>Year, month, day, hour, minute and perhaps second, written one after the other: yyyyMMddHHmmss.</summary>
    private static long Timestamp(ImmutableArray<long> parts)
    {
        var number = 0L;
        for (var i = 0; i < 6; i++)
            number = number * 100 + (i < parts.Length ? parts[i] : 0);
        return number;
    }
}
