namespace Trading.Domain.Strategies.Conditions;

/// <summary>The sections of a document that hold a condition, in the order of <see cref="Instances.InstanceSnapshot.Sections"/>.</summary>
internal enum SectionKind : byte
{
    Signal = 0,
    Cancel = 1,
    Entry = 2,
    Exit = 3,
    Emergency = 4,
}

internal static class SectionKinds
{
    public const int Count = 5;

    private static readonly string[] Names = ["signal", "cancel", "entry", "exit", "emergency"];

    public static string Name(this SectionKind section) => Names[(int)section];
}
