using Trading.Domain.Exchanges;

namespace Trading.Exchanges.Simulated;

/// <summary>Symbols that come later, and symbols whose data come from elsewhere later: a named account outlives its sessions.</summary>
public sealed partial class SimulatedVenue
{
    /// <summary>Trades a further symbol from here on.</summary>
    /// <returns>Its index, to hand to <see cref="Advance"/>.</returns>
    /// <exception cref="ArgumentException">The venue trades the symbol already.</exception>
    public int AddMarket(VenueMarket market)
    {
        var symbol = market.Instrument.Symbol;
        if (Array.Exists(_markets, traded => traded.State.Instrument.Symbol == symbol))
        {
            throw new ArgumentException($"The venue trades {symbol} already.", nameof(market));
        }

        ForgetTimeWhenIdle();
        SetMarkets([.. _markets, new TradedMarket(_markets.Length, market, _options.StopTrigger)]);
        return _markets.Length - 1;
    }

    /// <summary>
    /// A symbol's data come from another source from here on. The position and the orders stay; what was known of its prices is
    /// forgotten: they were another market's.
    /// </summary>
    /// <exception cref="ArgumentException">The venue does not trade the symbol.</exception>
    public void Relist(VenueMarket market)
    {
        var old = _markets[IndexOf(market.Instrument.Symbol)];
        ForgetTimeWhenIdle();
        SetMarkets([.. _markets.Select(traded => traded == old ? old.Relisted(market) : traded)]);
    }

    private void SetMarkets(TradedMarket[] markets)
    {
        _markets = markets;
        _desk.Markets = markets;
    }

    /// <summary>A new source may lie in another time; where nothing is held or asked for, no time has to go on.</summary>
    private void ForgetTimeWhenIdle()
    {
        if (IsIdle)
        {
            (_clockMs, _nextFundingMs, _nextDueMs) = (Unset, Unset, Unset);
        }
    }
}
