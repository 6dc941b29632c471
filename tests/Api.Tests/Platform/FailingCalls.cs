namespace Trading.Api.Tests.Platform;

/// <summary>Grains whose method fails for as long as it is told to.</summary>
/// <param name="grainType">Of the grains.</param>
internal sealed class FailingCalls(string grainType, string method) : IIncomingGrainCallFilter
{
    private int _count;

    public bool IsFailing { get; set; }

    public int Count => Volatile.Read(ref _count);

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (IsFailing && context.TargetId.Type.ToString() == grainType && context.MethodName == method)
        {
            Interlocked.Increment(ref _count);
            throw new InvalidOperationException($"{method} fails for now.");
        }

        return context.Invoke();
    }
}
