namespace Trading.Simulation.Tests.Models;

/// <summary>Breadth first through every state that a model can reach, to the closing of the space.</summary>
internal static class Exploration
{
    /// <param name="steps">Everything that may happen in a state; throws <see cref="ModelViolation"/> for a step that breaks a rule.</param>
    /// <param name="violation">What is wrong with a state; null when nothing is.</param>
    /// <param name="isDone">Where a run may rest. From every state one of them must be in reach.</param>
    public static ExplorationResult Close<TState>(
        TState initial, Func<TState, IEnumerable<(string Action, TState Next)>> steps, Func<TState, string?> violation, Func<TState, bool> isDone, int statesMax = 3_000_000)
        where TState : notnull
    {
        var numbers = new Dictionary<TState, int> { [initial] = 0 };
        var states = new List<TState> { initial };
        var cameBy = new List<(int From, string Action)> { (-1, "") };
        var backwards = new List<List<int>> { new() };
        var transitions = 0L;
        string Path(int number)
        {
            var actions = new List<string>();
            for (var at = number; at > 0; at = cameBy[at].From)
            {
                actions.Add(cameBy[at].Action);
            }

            actions.Reverse();
            return string.Join(" > ", actions);
        }

        for (var number = 0; number < states.Count; number++)
        {
            if (violation(states[number]) is { } wrong)
            {
                return new ExplorationResult(states.Count, transitions, $"{wrong} by {Path(number)}");
            }

            try
            {
                foreach (var (action, next) in steps(states[number]))
                {
                    transitions++;
                    if (!numbers.TryGetValue(next, out var to))
                    {
                        if (states.Count == statesMax)
                        {
                            return new ExplorationResult(states.Count, transitions, $"The space does not close within {statesMax} states.");
                        }

                        numbers[next] = to = states.Count;
                        states.Add(next);
                        cameBy.Add((number, action));
                        backwards.Add([]);
                    }

                    backwards[to].Add(number);
                }
            }
            catch (ModelViolation broken)
            {
                return new ExplorationResult(states.Count, transitions, $"{broken.Message} by {Path(number)}");
            }
        }

        return new ExplorationResult(states.Count, transitions, Stuck(states, backwards, isDone) is { } stuck ? $"Stuck: no end in reach after {Path(stuck)}" : null);
    }

    private static int? Stuck<TState>(List<TState> states, List<List<int>> backwards, Func<TState, bool> isDone)
    {
        var canEnd = new bool[states.Count];
        var open = new Stack<int>();
        for (var number = 0; number < states.Count; number++)
        {
            if (isDone(states[number]))
            {
                canEnd[number] = true;
                open.Push(number);
            }
        }

        while (open.TryPop(out var number))
        {
            foreach (var before in backwards[number])
            {
                if (!canEnd[before])
                {
                    canEnd[before] = true;
                    open.Push(before);
                }
            }
        }

        var stuck = Array.IndexOf(canEnd, false);
        return stuck < 0 ? null : stuck;
    }
}

/// <param name="Violation">The first rule broken, with the shortest way to it; null when none is.</param>
internal sealed record ExplorationResult(int States, long Transitions, string? Violation);

/// <summary>A step that the model's rules forbid.</summary>
internal sealed class ModelViolation(string message) : Exception(message);
