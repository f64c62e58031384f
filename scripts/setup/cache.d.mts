export declare const cacheRoot: string;
export declare function say(text: string): void;
export declare function cached(name: string, why: string, make: (folder: string) => Promise<unknown>): Promise<string>;
