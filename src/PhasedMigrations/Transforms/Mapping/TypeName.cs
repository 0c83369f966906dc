namespace PhasedMigrations.Transforms.Mapping;

/// <summary>Types as people write them.</summary>
internal static class TypeName
{
    public static string Of(Type type) => Nullable.GetUnderlyingType(type) is { } plain
        ? $"{Of(plain)}?"
        : type.IsGenericType
            ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>"
            : type.Name;
}
