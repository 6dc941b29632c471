using System.Text.Json;
using Trading.Domain.Exchanges;
using Trading.Exchanges.Remote.Wire;

namespace Trading.ExchangeSimulator.Pushes;

/// <summary>Who listens to which account. Nothing is kept for those who do not.</summary>
internal sealed class PushBoard
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<Subscriber>> _subscribers = new(StringComparer.Ordinal);

    public Subscriber Subscribe(string account)
    {
        var subscriber = new Subscriber();
        lock (_gate)
        {
            if (!_subscribers.TryGetValue(account, out var list))
            {
                _subscribers[account] = list = [];
            }

            list.Add(subscriber);
        }

        return subscriber;
    }

    public void Leave(string account, Subscriber subscriber)
    {
        lock (_gate)
        {
            _subscribers[account].Remove(subscriber);
        }

        subscriber.Dispose();
    }

    public bool HasListeners(string account)
    {
        lock (_gate)
        {
            return _subscribers.TryGetValue(account, out var list) && list.Count > 0;
        }
    }

    public void Publish(string account, PushPlan plan)
    {
        lock (_gate)
        {
            foreach (var subscriber in _subscribers.GetValueOrDefault(account) ?? [])
            {
                foreach (var report in plan.Reports)
                {
                    subscriber.Push(JsonSerializer.Serialize(report, VenueJson.Options));
                }

                if (plan.IsDropped)
                {
                    subscriber.Drop();
                }
            }
        }
    }
}

/// <summary>What is pushed of one moment.</summary>
/// <param name="IsDropped">The connections break after it.</param>
internal sealed record PushPlan(IReadOnlyList<VenueReport> Reports, bool IsDropped);
