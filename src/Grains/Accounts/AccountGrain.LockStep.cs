using System.Collections.Immutable;
using Trading.Domain.Accounts;
using Trading.Domain.Outboxes;
using Trading.Grains.Abstractions.LockStep;
using Trading.Grains.LockStep;

namespace Trading.Grains.Accounts;

internal sealed partial class AccountGrain
{
    private DateTimeOffset? _momentAt;
    private long _changes;

    public async Task<AccountEvaluated> Evaluate(ImmutableArray<SymbolMark> marks, EvaluationPoint point, EvaluationPoint after)
    {
        var decision = AccountBookMachine.Evaluate(Current, marks, point, after);
        if (decision.Durability is Durability.Now)
        {
            await Settle(decision);
        }
        else
        {
            Take(decision);
        }

        return new AccountEvaluated(Current.EvaluatedTo, Current.Account.Symbols.All(symbol => symbol.Quantity == 0m), HasCommands(Current));
    }

    public Task<Stillness> Settle()
    {
        if (_state.Current is not { } book)
        {
            return Task.FromResult(new Stillness(IsStill: true, _changes));
        }

        if (!book.Outbox.IsEmpty && ReplayMoment.Current is not null && !_delivery.RingsInMoment)
        {
            _delivery.Set(TimeSpan.Zero);
        }

        return Task.FromResult(new Stillness(!HasCommands(book) && book.Outbox.Length < LockStepOutbox.EntriesMax, _changes)
        {
            Orders = [.. book.HeardOrders.Keys, .. book.Account.Reservations.Select(reservation => reservation.OrderId)],
            OwesJournal = !book.Outbox.IsEmpty,
        });
    }

    private static bool HasCommands(AccountBook book) => book.Outbox.Any(entry => entry.Receiver != OutboxLimits.Journal);
}
