using System.Collections.Concurrent;
using System.Collections.Immutable;
using Trading.Domain.Exchanges;
using Trading.Domain.Instruments;
using Trading.Domain.Orders;
using Trading.Grains.Venues;

namespace Trading.Cluster.Tests.Desk;

/// <summary>A venue for every account that answers each order as its script says. It keeps its own count of what reached it.</summary>
internal sealed class ScriptedVenue : IVenueDirectory, IOrderGateway
{
    /// <summary>Name of a venue that ends trigger orders itself, ten minutes after it took them.</summary>
    public const string ShortLived = "short-lived";

    private readonly ConcurrentDictionary<string, OrderScript> _scripts = new(StringComparer.Ordinal);

    public TimeProvider Clock { get; set; } = TimeProvider.System;

    public OrderScript Of(string orderId) => _scripts.GetOrAdd(orderId, _ => new OrderScript());

    public IOrderGateway GatewayOf(string venue, string account) => this;

    public OrderProtocol ProtocolOf(string venue) => venue == ShortLived
        ? new() { TriggerLifetime = TimeSpan.FromMinutes(10), TriggerRenewalLead = TimeSpan.FromMinutes(1) }
        : new();

    public Task<VenueReport?> SubmitAsync(OrderRequest request, DateTimeOffset sentAt, CancellationToken cancellation) =>
        Of(request.Id).Submit(request, sentAt, Clock.GetUtcNow());

    public Task<VenueReport?> CancelAsync(string orderId, Symbol symbol, DateTimeOffset sentAt, CancellationToken cancellation) =>
        Of(orderId).Cancel(Clock.GetUtcNow());

    public Task<VenueOrder?> QueryAsync(string orderId, Symbol symbol, CancellationToken cancellation) => Of(orderId).Query(Clock.GetUtcNow());

    public Task<ImmutableArray<VenueOrder>> ListOpenAsync(Symbol symbol, CancellationToken cancellation) =>
        Task.FromResult<ImmutableArray<VenueOrder>>([.. _scripts.Values.Select(script => script.Held).OfType<VenueOrder>().Where(held => !held.Status.IsTerminal)]);
}
