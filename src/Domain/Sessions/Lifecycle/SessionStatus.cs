namespace Trading.Domain.Sessions.Lifecycle;

public enum SessionStatus : byte
{
    Created = 0,
    Starting = 1,
    Running = 2,
    Stopping = 3,
    Stopped = 4,
    Completed = 5,
    Failed = 6,
}

public static class SessionStatusExtensions
{
    extension(SessionStatus status)
    {
        /// <summary>Over for good: nothing of the session works any more.</summary>
        public bool IsEnded => status is SessionStatus.Stopped or SessionStatus.Completed or SessionStatus.Failed;
    }
}
