namespace Trading.Api.Tests.Platform;

/// <summary>Grains that do not answer for a while: calls to them wait where they arrive, until they are let go.</summary>
/// <param name="grainType">Of the grains.</param>
internal sealed class HeldCalls(string grainType) : IIncomingGrainCallFilter, IDisposable
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isHolding;

    /// <summary>Completes with the first call that waits.</summary>
    public Task Arrived => _arrived.Task;

    public void Hold() => _isHolding = true;

    public void Release() => _released.TrySetResult();

    /// <summary>Before the host ends, or it would wait for what is held.</summary>
    public void Dispose() => Release();

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (_isHolding && context.TargetId.Type.ToString() == grainType)
        {
            _arrived.TrySetResult();
            await _released.Task;
        }

        await context.Invoke();
    }
}
