namespace Trading.Api.Tests.Platform;

/// <summary>Grains whose method fails for as long as it is told to.</summary>
/// <param name="grainType">Of the grains.</param>
/// <param name="isCarriedOut">It does what it is asked for, and only its answer is lost.</param>
internal sealed class FailingCalls(string grainType, string method, bool isCarriedOut = false) : IIncomingGrainCallFilter
{
    private int _count;

    public bool IsFailing { get; set; }

    public int Count => Volatile.Read(ref _count);

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var fails = IsFailing && context.TargetId.Type.ToString() == grainType && context.MethodName == method;
        if (!fails || isCarriedOut)
        {
            await context.Invoke();
        }

        if (fails)
        {
            Interlocked.Increment(ref _count);
            throw new InvalidOperationException($"{method} fails for now.");
        }
    }
}
