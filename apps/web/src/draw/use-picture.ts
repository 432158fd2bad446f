import { useEffect, useState } from 'react';
import type { LocalModel } from '../engine/local-model.ts';
import { text } from '../text.ts';
import type { Picture } from './picture.ts';

/** A picture that one chose. */
export interface ChosenPicture {
  picture: Picture | null;
  /** The file that is being read; null if none is. */
  reading: string | null;
  error: Error | null;
  choose: (file: File | null) => void;
}

/** Reads the picture that one chooses, once the engine is there. */
export function usePicture(local: LocalModel | null): ChosenPicture {
  const [file, setFile] = useState<File | null>(null);
  const [read, setRead] = useState<{ of: File; picture: Picture } | null>(null);
  const [failure, setFailure] = useState<{ of: File; error: Error } | null>(null);
  useEffect(() => {
    if (file === null || local === null) return;
    let isWanted = true;
    local
      .readPicture(file)
      .then((picture) => isWanted && setRead({ of: file, picture }))
      .catch((cause: unknown) => {
        if (!isWanted) return;
        setFailure({ of: file, error: cause instanceof Error ? cause : new Error(text.errors.unknown) });
      });
    return () => {
      isWanted = false;
    };
  }, [file, local]);
  const picture = file !== null && read?.of === file ? read.picture : null;
  const error = file !== null && failure?.of === file ? failure.error : null;
  return {
    picture,
    reading: file !== null && picture === null && error === null ? file.name : null,
    error,
    choose: setFile,
  };
}
