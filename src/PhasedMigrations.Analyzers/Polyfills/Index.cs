namespace System;

/// <summary>As much of System.Index as the compiler asks for when it translates list patterns on netstandard2.0.</summary>
internal readonly struct Index(int value, bool fromEnd = false)
{
    public int GetOffset(int length) => fromEnd ? length - value : value;
}
