namespace Trading.Storage.Datasets;

/// <summary>A stretch that a recording lacks.</summary>
/// <param name="From">Time of the last event before it.</param>
/// <param name="To">Time of the first event after it.</param>
public sealed record RecordingGapRow(string ImportId, DateTimeOffset From, DateTimeOffset To);

/// <summary>Where one kind of an unfinished recording stands.</summary>
/// <param name="NextOrdinal">Above those of all its segments.</param>
/// <param name="To">Time of its last stored row.</param>
public sealed record RecordedEnd(string Kind, int NextOrdinal, DateTimeOffset To);

/// <summary>An unfinished recording as its next writer finds it.</summary>
/// <param name="Import">Its row, which now names the new run.</param>
/// <param name="Ends">The kinds of which something is stored.</param>
public sealed record OpenRecording(ImportRow Import, IReadOnlyList<RecordedEnd> Ends);

/// <summary>A segment of a recording, which takes the place of all that is stored from its ordinal on up to <paramref name="ReplacesTo"/>.</summary>
public sealed record RecordedSegment(NewSegment Segment, int ReplacesTo);

/// <summary>What a recording stores at once, or not at all. Storing it twice changes nothing.</summary>
/// <param name="BadRowCount">Of the whole recording so far.</param>
public sealed record RecordedPart(
    IReadOnlyList<RecordedSegment> Segments, IReadOnlyList<RecordingGapRow> Gaps, long BadRowCount);
