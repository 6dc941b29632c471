namespace Trading.Grains.Storage;

/// <summary>A stored state that holds one immutable record.</summary>
internal interface IBookState<TBook>
    where TBook : class
{
    /// <summary>Null before the first write.</summary>
    TBook? Book { get; set; }
}
