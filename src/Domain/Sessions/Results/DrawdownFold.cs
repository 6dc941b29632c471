namespace Trading.Domain.Sessions.Results;

/// <summary>Follows the highest equity and the deepest fall from it.</summary>
internal sealed class DrawdownFold(decimal equity, DateTimeOffset at)
{
    private decimal _peak = equity;
    private DateTimeOffset _peakAt = at;
    private decimal _trough = equity;
    private decimal _deepest;
    private bool _isDeepestOpen;
    private TimeSpan _deepestDuration;

    /// <summary>Fraction of the peak.</summary>
    public decimal Deepest => _deepest;

    public void Observe(decimal equity, DateTimeOffset at)
    {
        if (equity > _peak || (equity == _peak && _trough < _peak))
        {
            Recover(equity, at);
        }
        else if (equity < _trough)
        {
            _trough = equity;
            var fall = FallTo(equity);
            if (fall > _deepest)
            {
                _deepest = fall;
                _isDeepestOpen = true;
            }
        }
    }

    /// <summary>Money that comes or goes by itself is neither gain nor loss.</summary>
    public void Shift(decimal amount)
    {
        _peak += amount;
        _trough += amount;
    }

    public decimal FallTo(decimal equity) => _peak > 0m && equity < _peak ? (_peak - equity) / _peak : 0m;

    /// <summary>Of the deepest fall: from its peak to recovery, or until <paramref name="now"/>.</summary>
    public TimeSpan DurationOfDeepest(DateTimeOffset now) => _isDeepestOpen ? now - _peakAt : _deepestDuration;

    private void Recover(decimal equity, DateTimeOffset at)
    {
        if (_isDeepestOpen)
        {
            _deepestDuration = at - _peakAt;
            _isDeepestOpen = false;
        }

        _peak = equity;
        _trough = equity;
        _peakAt = at;
    }
}
